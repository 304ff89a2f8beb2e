// Package source says where knowledge about a node comes from.
package source

// Source is one origin.
type Source string

// Origins.
const (
	Unspec         Source = "unspec"
	Local          Source = "local"
	KVStore        Source = "kvstore"
	CustomResource Source = "custom-resource"
	Kubernetes     Source = "k8s"
	ClusterMesh    Source = "clustermesh"

	// Restored marks what the previous run of the agent left behind.
	Restored Source = "restored"
)

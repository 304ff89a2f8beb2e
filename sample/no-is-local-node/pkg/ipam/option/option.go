// Package option names the ways in which pods get addresses.
package option

const (
	// IPAMAzure takes addresses from Azure interfaces
	IPAMAzure = "azure"

	// IPAMCRD takes single addresses from a resource
	IPAMCRD = "crd"

	// IPAMClusterPool lets the operator hand out one range per node
	IPAMClusterPool = "cluster-pool"

	// IPAMENI takes addresses from AWS interfaces
	IPAMENI = "eni"

	// IPAMKubernetes takes the node's range from Kubernetes
	IPAMKubernetes = "kubernetes"
)

// Package option names the ways in which pods get addresses.
package option

const (
	// IPAMKubernetes takes the node's range from Kubernetes
	IPAMKubernetes = "kubernetes"

	// IPAMCRD takes single addresses from a resource
	IPAMCRD = "crd"

	// IPAMENI takes addresses from AWS interfaces
	IPAMENI = "eni"

	// IPAMAzure takes addresses from Azure interfaces
	IPAMAzure = "azure"

	// IPAMClusterPool lets the operator hand out one range per node
	IPAMClusterPool = "cluster-pool"
)

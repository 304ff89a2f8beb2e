// Package option names the ways in which pods get addresses.
package option

const (
	// IPAMAlibabaCloud takes addresses from Alibaba Cloud interfaces
	IPAMAlibabaCloud = "alibabacloud"

	// IPAMAzure takes addresses from Azure interfaces
	IPAMAzure = "azure"

	// IPAMCRD takes single addresses from a resource
	IPAMCRD = "crd"

	// IPAMClusterPool lets the operator hand out one range per node
	IPAMClusterPool = "cluster-pool"

	// IPAMDelegatedPlugin leaves addresses to another plugin
	IPAMDelegatedPlugin = "delegated-plugin"

	// IPAMENI takes addresses from AWS interfaces
	IPAMENI = "eni"

	// IPAMKubernetes takes the node's range from Kubernetes
	IPAMKubernetes = "kubernetes"

	// IPAMMultiPool lets the operator hand out ranges per node and pool
	IPAMMultiPool = "multi-pool"
)

// How operator and agent agree on giving addresses back; these are no modes.
const (
	IPAMMarkForRelease  = "marked-for-release"
	IPAMReadyForRelease = "ready-for-release"
)

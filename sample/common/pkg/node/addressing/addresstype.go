// Package addressing says what an address of a node is for.
package addressing

// AddressType is the purpose of one address.
type AddressType string

// Purposes, in the words of the Kubernetes API.
const (
	NodeHostName         AddressType = "Hostname"
	NodeExternalIP       AddressType = "ExternalIP"
	NodeInternalIP       AddressType = "InternalIP"
	NodeCiliumInternalIP AddressType = "CiliumInternalIP"
)

package types

// IPsecAgent would hold keys; the sample does not encrypt.
type IPsecAgent interface {
	Enabled() bool
}

// IPsecConfig is what the flags say about encryption.
type IPsecConfig interface {
	Enabled() bool
}

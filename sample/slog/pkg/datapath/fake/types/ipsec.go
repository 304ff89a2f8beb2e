package types

// IPsecAgent does nothing.
type IPsecAgent struct{}

// Enabled is false.
func (*IPsecAgent) Enabled() bool { return false }

// IPsecConfig says what its field says.
type IPsecConfig struct{ EnableIPsec bool }

// Enabled gives the field.
func (c IPsecConfig) Enabled() bool { return c.EnableIPsec }

// Package hive holds what the parts of the agent share while it starts; here that is viper alone.
package hive

import "github.com/spf13/viper"

// Hive is one agent.
type Hive struct {
	viper *viper.Viper
}

// New gives an agent with nothing configured.
func New() *Hive { return &Hive{viper: viper.New()} }

// Viper gives the configuration registry.
func (h *Hive) Viper() *viper.Viper { return h.viper }

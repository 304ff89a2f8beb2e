// Package viper is a stand-in for github.com/spf13/viper: a value is what was set, else a changed
// flag, else the environment, else the flag's default.
package viper

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/pflag"
)

// Viper is one registry of configuration values.
type Viper struct {
	set   map[string]interface{}
	env   map[string]string
	flags map[string]*pflag.Flag
}

var global = New()

// New gives an empty registry.
func New() *Viper {
	return &Viper{set: map[string]interface{}{}, env: map[string]string{}, flags: map[string]*pflag.Flag{}}
}

// GetViper gives the global registry.
func GetViper() *Viper { return global }

// Reset empties the global registry.
func Reset() { global = New() }

// BindPFlags makes the flags of a set known.
func (v *Viper) BindPFlags(flags *pflag.FlagSet) error {
	flags.VisitAll(func(flag *pflag.Flag) { v.flags[strings.ToLower(flag.Name)] = flag })
	return nil
}

// BindEnv names the environment variable of a key.
func (v *Viper) BindEnv(input ...string) error {
	if len(input) != 2 {
		return fmt.Errorf("a key and a variable are needed")
	}
	v.env[strings.ToLower(input[0])] = input[1]
	return nil
}

// Set overrides everything else.
func (v *Viper) Set(key string, value interface{}) { v.set[strings.ToLower(key)] = value }

func (v *Viper) text(key string) string {
	key = strings.ToLower(key)
	if value, ok := v.set[key]; ok {
		return fmt.Sprint(value)
	}
	flag := v.flags[key]
	if flag != nil && flag.Changed {
		return flag.Value.String()
	}
	if value, ok := os.LookupEnv(v.env[key]); ok && value != "" {
		return value
	}
	if flag != nil {
		return flag.DefValue
	}
	return ""
}

// GetString reads a string.
func (v *Viper) GetString(key string) string { return v.text(key) }

// GetBool reads a bool; what is no bool is false.
func (v *Viper) GetBool(key string) bool {
	value, _ := strconv.ParseBool(v.text(key))
	return value
}

// GetInt reads an int; what is no int is 0.
func (v *Viper) GetInt(key string) int {
	value, _ := strconv.Atoi(v.text(key))
	return value
}

// BindPFlags works on the global registry.
func BindPFlags(flags *pflag.FlagSet) error { return global.BindPFlags(flags) }

// BindEnv works on the global registry.
func BindEnv(input ...string) error { return global.BindEnv(input...) }

// Set works on the global registry.
func Set(key string, value interface{}) { global.Set(key, value) }

// GetString works on the global registry.
func GetString(key string) string { return global.GetString(key) }

// GetBool works on the global registry.
func GetBool(key string) bool { return global.GetBool(key) }

// GetInt works on the global registry.
func GetInt(key string) int { return global.GetInt(key) }

package types

import "os"

var nodeName = hostName()

func hostName() string {
	if name := os.Getenv("K8S_NODE_NAME"); name != "" {
		return name
	}
	if name, err := os.Hostname(); err == nil {
		return name
	}
	return "localhost"
}

// SetName overrides the local node's name; call it before anything else runs.
func SetName(name string) { nodeName = name }

// GetName gives the local node's name.
func GetName() string { return nodeName }

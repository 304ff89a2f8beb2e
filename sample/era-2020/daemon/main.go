package main

import "github.com/cilium/cilium/daemon/cmd"

func main() {
	cmd.Execute()
}

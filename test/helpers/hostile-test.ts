/**
 * A Go test that fails for each thing it can do and must not.
 *
 * @param folders folders of this machine that it must not be able to write to.
 * @param pid a process of this machine that it must not see.
 * @param withMaps whether the engine also has privileges for BPF maps.
 */
export function hostileTest(folders: readonly string[], pid: number, withMaps: boolean): string {
  return `package linux

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

func writable(folder string) bool {
	file := filepath.Join(folder, "escaped")
	if os.WriteFile(file, []byte("x"), 0o644) != nil {
		return false
	}
	os.Remove(file)
	return true
}

// capabilities are this process's, as in /proc/self/status.
func capabilities() string {
	status, _ := os.ReadFile("/proc/self/status")
	for _, line := range strings.Split(string(status), "\\n") {
		if strings.HasPrefix(line, "CapEff:") {
			return strings.TrimSpace(strings.TrimPrefix(line, "CapEff:"))
		}
	}
	return "unknown"
}

// TestMaps fails without BPF, so that all tests run with it, too.
func ${withMaps ? "TestMaps" : "maps"}(t *testing.T) {
	if os.Getenv("PRIVILEGED_TESTS") == "" {
		return
	}
	if capabilities() != "0000008000003000" {
		t.Fatal("no BPF here")
	}
	const memlock = 8
	all := ^uint64(0)
	if err := syscall.Setrlimit(memlock, &syscall.Rlimit{Cur: all, Max: all}); err != nil {
		t.Fatal("the limit on locked memory cannot be raised for a map:", err)
	}
}

func TestHostile(t *testing.T) {
	t.Run("with capabilities "+capabilities(), attempt)
}

func attempt(t *testing.T) {
	here, _ := os.Getwd()
	home, _ := os.UserHomeDir()
	for _, folder := range append([]string{here, "/", "/etc", "/usr/bin", "/sys/fs/cgroup"}, ${JSON.stringify(folders).slice(1, -1)}) {
		if writable(folder) {
			t.Errorf("%s can be written to", folder)
		}
	}
	if _, err := os.ReadFile("/etc/shadow"); err == nil {
		t.Error("/etc/shadow can be read")
	}
	if entries, _ := os.ReadDir(home); home != "/tmp" && len(entries) > 0 {
		t.Errorf("the home folder %s can be read", home)
	}
	root := here
	for ; root != "/"; root = filepath.Dir(root) {
		syscall.Mount("", root, "", syscall.MS_REMOUNT|syscall.MS_BIND, "")
	}
	syscall.Mount("", "/", "", syscall.MS_REMOUNT|syscall.MS_BIND, "")
	if writable(here) || writable("/usr") {
		t.Error("a read-only mount can be made writable")
	}
	syscall.Mount("", "/proc/sys", "", syscall.MS_REMOUNT|syscall.MS_BIND, "")
	if file, err := os.OpenFile("/proc/sys/kernel/core_pattern", os.O_WRONLY, 0); err == nil {
		file.Close()
		t.Error("core_pattern can be written to")
	}
	caches, _ := filepath.Glob("/tmp/patchkit/*")
	for _, name := range append(caches, "/patchkit/cache/build", "/patchkit/cache/kept", os.Getenv("GOCACHE")) {
		if !strings.Contains(name, "/scratch") && writable(name) {
			t.Errorf("%s can be written to", name)
		}
	}
	if err := syscall.Sethostname([]byte("escaped")); err == nil && os.Getenv("PRIVILEGED_TESTS") == "" {
		t.Error("the host name can be changed")
	}
	links, _ := net.Interfaces()
	for _, link := range links {
		if link.Flags&net.FlagLoopback == 0 && !strings.HasPrefix(link.Name, "sit") && !strings.HasPrefix(link.Name, "ip6") {
			t.Errorf("there is a link %s", link.Name)
		}
	}
	if line, err := os.ReadFile("/proc/" + strconv.Itoa(${pid}) + "/cmdline"); err == nil && strings.Contains(string(line), "vitest") {
		t.Error("processes of the machine are visible")
	}
	daemon := exec.Command("sh", "-c", "sleep 600 & sleep 600")
	daemon.Stdout, daemon.Stderr = os.Stdout, os.Stderr
	daemon.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := daemon.Start(); err != nil {
		t.Skip("no shell")
	}
}
`;
}

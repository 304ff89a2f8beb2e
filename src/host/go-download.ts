type Environment = Readonly<Record<string, string | undefined>>;

/** What the user's environment says about places, proxies and checksums of Go modules (`go help environment`). */
const inherited = [
  ...[
    "PATH",
    "HOME",
    "TMPDIR",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "NETRC",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
  ],
  ...["GOROOT", "GOPATH", "GOMODCACHE", "GOCACHE", "GOENV", "GOAUTH"],
  ...["GOPROXY", "GONOPROXY", "GOPRIVATE", "GOSUMDB", "GONOSUMDB", "GOINSECURE"],
  ...["http_proxy", "https_proxy", "no_proxy"].flatMap((name) => [name, name.toUpperCase()]),
];

/**
 * Environment of a go command that downloads a module which a tree names: nothing of the caller's but what
 * downloads need, no version control programs, no other Go.
 */
export function downloadEnvironment(env: Environment): Record<string, string | undefined> {
  return {
    ...Object.fromEntries(inherited.map((name) => [name, env[name]])),
    GO111MODULE: "on",
    GOWORK: "off",
    GOTOOLCHAIN: "local",
    GOFLAGS: "-mod=mod",
    GOVCS: "*:off",
  };
}

/** A folder without a go.mod above it that others could write. */
export const downloadFolder = "/";

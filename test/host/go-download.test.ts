import { expect, it } from "vitest";
import { downloadEnvironment } from "../../src/host/go-download.ts";

it("hands over what says where modules are, and no secret, flag or program", () => {
  const env = downloadEnvironment({
    PATH: "/usr/bin",
    GOPROXY: "https://proxy.invalid",
    GH_TOKEN: "secret",
    GOFLAGS: "-toolexec=/tmp/x",
    GOVCS: "*:all",
    LD_PRELOAD: "/tmp/x.so",
  });
  expect(env).toMatchObject({ PATH: "/usr/bin", GOPROXY: "https://proxy.invalid", GOVCS: "*:off" });
  expect(JSON.stringify(env)).not.toMatch(/secret|\/tmp\/x/);
});

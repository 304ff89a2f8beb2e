import { describe, expect, it } from "vitest";
import { adviceAbout } from "../../../helpers/advise-fixtures.ts";

const shared = "10.1.0.0/24 via 10.1.0.9 dev cilium_host src 10.1.0.9 mtu 1450";

function ways(flags: string, release: string | null, routes = shared) {
  return Object.fromEntries(
    adviceAbout({ routes, flags }, { release }).waysOut.map(({ option, fits }) => [
      option.split(" ")[0] === "native" ? option : option.split(" ")[0],
      fits,
    ]),
  );
}

describe("ways out", () => {
  it("are not listed where nothing is wrong", () => {
    expect(ways("--tunnel=disabled", "1.10.4", "default dev a")).toEqual({});
  });

  it("say since when endpoint routes are enough", () => {
    expect(ways("--tunnel=vxlan", "1.14.9")["native routing with enable-endpoint-routes"]).toBe("no");
    expect(ways("--tunnel=vxlan", "1.15.0")["native routing with enable-endpoint-routes"]).toBe("partly");
  });

  it("count on a metric only where another route has the same prefix", () => {
    expect(ways("--tunnel=vxlan", null)["route-metric"]).toBe("no");
    expect(
      ways("--tunnel=vxlan", null, `${shared}\n10.1.0.0/24 via 9.9.9.9 dev eth0 proto bird metric 32`)[
        "route-metric"
      ],
    ).toBe("partly");
  });
});

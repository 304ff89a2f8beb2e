# cilium-patchkit itself: `docker build -t cilium-patchkit .`, then for example
# `docker run --rm -v ~/src/cilium:/cilium:ro -v "$PWD/series:/series" cilium-patchkit generate -C /cilium --out /series`.
# It renders, applies and reports; to verify in containers, give it a client and the socket of an engine.
ARG NODE_IMAGE=docker.io/library/node:20-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /build
COPY . .
# With an image that has the dependencies already, nothing is fetched.
RUN [ -d node_modules ] || npm ci
RUN node scripts/build.mjs && npm pack --silent --ignore-scripts --pack-destination /tmp \
 && mkdir -p /opt && tar -C /opt -xzf /tmp/cilium-patchkit-*.tgz && mv /opt/package /opt/cilium-patchkit \
 && cp package-lock.json /opt/cilium-patchkit/ && mkdir -p node_modules && cp -R node_modules /opt/cilium-patchkit/ \
 && cd /opt/cilium-patchkit && npm prune --omit=dev --ignore-scripts --offline

FROM ${NODE_IMAGE}
# git and its server's certificates; an image that has git stays as it is.
RUN command -v git >/dev/null || { apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates git \
 && rm -rf /var/lib/apt/lists/*; }
COPY --from=build /opt/cilium-patchkit /opt/cilium-patchkit
RUN ln -s /opt/cilium-patchkit/dist/bin/cilium-patchkit.js /usr/local/bin/cilium-patchkit
# The clone may belong to another user: it is only read.
RUN git config --system --add safe.directory '*'
USER 1000:1000
ENV HOME=/tmp
ENTRYPOINT ["cilium-patchkit"]
CMD ["--help"]

# The program as an image: neither Node nor this repository is needed where it runs. In a clone of Cilium:
# `docker run --rm --user "$(id -u):$(id -g)" -v "$PWD:/repo" cilium-patchkit generate --ref v1.10.12`.
ARG NODE_IMAGE=docker.io/library/node:20-bookworm-slim
# Where npm has no registry: an image that has node_modules of package-lock.json in /build.
ARG DEPENDENCIES=dependencies

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /build
COPY package.json package-lock.json ./
# No dependency needs its script: what is compiled for a platform comes compiled.
RUN npm ci --ignore-scripts

FROM ${DEPENDENCIES} AS build
WORKDIR /build
COPY . .
# Of the dependencies, what the published package has, less what they call optional.
RUN node scripts/build.mjs \
 && npm pack --silent --ignore-scripts --pack-destination /tmp \
 && tar -C /tmp -xzf /tmp/cilium-patchkit-*.tgz \
 && npm prune --silent --ignore-scripts --offline --omit=dev --omit=optional \
 && mv node_modules /tmp/package/

FROM ${NODE_IMAGE}
# With the certificates that git needs for https; an image that has git stays as it is.
RUN command -v git >/dev/null || { apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates git \
 && rm -rf /var/lib/apt/lists/*; }
COPY --from=build /tmp/package /opt/cilium-patchkit
RUN for name in cilium-patchkit patchkit; do \
      ln -s /opt/cilium-patchkit/dist/bin/cilium-patchkit.js "/usr/local/bin/$name"; \
    done
ARG VERSION=dev
ARG REVISION=unknown
LABEL org.opencontainers.image.title=cilium-patchkit \
      org.opencontainers.image.description="Patch series for any Cilium release, rendered from templates" \
      org.opencontainers.image.source=https://github.com/cilium-patchkit/cilium-patchkit \
      org.opencontainers.image.licenses=Apache-2.0 \
      org.opencontainers.image.version=${VERSION} \
      org.opencontainers.image.revision=${REVISION}
# Any user may run it, so that what it writes belongs to whoever called; all can write to this home.
ENV HOME=/tmp
USER 1000:1000
WORKDIR /repo
ENTRYPOINT ["cilium-patchkit"]
CMD ["--help"]

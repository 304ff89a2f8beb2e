/**
 * The actions that emitted workflows use, by the commits of these releases: a tag can be moved, a commit cannot
 * (docs.github.com, "Security hardening for GitHub Actions"). Found as such in many published workflows in 2025.
 */
export const pinnedActions = {
  checkout: { uses: "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8", release: "v5.0.0" },
  setupNode: { uses: "actions/setup-node@a0853c24544627f65ddf259abe73b1d18a591444", release: "v5.0.0" },
  uploadArtifact: {
    uses: "actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02",
    release: "v4.6.2",
  },
  downloadArtifact: {
    uses: "actions/download-artifact@d3f86a106a0bac45b974a628896c90dbdf5c8093",
    release: "v4.3.0",
  },
  uploadPages: {
    uses: "actions/upload-pages-artifact@56afc609e74202658d3ffba0e8f6dda462b719fa",
    release: "v3.0.1",
  },
  deployPages: { uses: "actions/deploy-pages@d6db90164ac5ed86f2b6aed7e0febac5b3c0c03e", release: "v4.0.5" },
  setupBuildx: {
    uses: "docker/setup-buildx-action@e468171a9de216ec08956ac3ada2f0791b6bd435",
    release: "v3.11.1",
  },
  login: { uses: "docker/login-action@184bdaa0721073962dff0199f1fb9940f07167d1", release: "v3.5.0" },
} as const;

export type PinnedAction = keyof typeof pinnedActions;

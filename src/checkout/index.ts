// In: a repository and refs as typed. Out: commits, and the files at them.
// Never: a work tree, an index, or anything written into the clone.
export { type Checkout, openCheckout } from "./checkout.ts";
export { openRepository, type Repository } from "./repository.ts";
export { resolveRefs } from "./resolve-refs.ts";

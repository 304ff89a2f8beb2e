// In: a kind of thing and a name. Out: the files that make one, which compile, are listed, and have a test to be filled in.
// Never: git, or anything about a tree of Cilium.
export { assertOwnRepository, type Draft, isOwnRepository, writeDraft } from "./draft.ts";
export { draftCheck } from "./draft-check.ts";
export { draftEdit } from "./draft-edit.ts";
export { draftFact } from "./draft-fact.ts";
export { draftProposal } from "./draft-proposal.ts";
export { draftVariant } from "./draft-variant.ts";

// Entry point of the library: the parts of `generate`, for use by programs without a terminal.
export { openRepository, type Repository } from "./checkout/index.ts";
export { type ErrorCode, PatchkitError } from "./errors.ts";
export { type GoFormatter, type GoParser, loadGoFormatter, loadGoParser } from "./golang/index.ts";
export { grammarPath, packageRoot, readGofmt } from "./host/assets.ts";
export { type Git, openGit } from "./host/git.ts";
export {
  type Cell,
  type GenerateRequest,
  generate,
  type Outcome,
  type Workshop,
} from "./matrix/index.ts";
export {
  findStack,
  loadAllTemplates,
  type ParamValues,
  resolveParams,
  type Stack,
  stackOf,
  type TemplateSet,
  type Variant,
} from "./plan/index.ts";
export { type Proposal, proposals } from "./proposals/index.ts";
export {
  type Cell as PublishedCell,
  type Choice,
  type ChosenCells,
  chooseCells,
  evidenceLines,
  type FittedText,
  flatName,
  type PostRequest,
  postText,
} from "./publish/index.ts";
export { type Identity, parseIdentity, type Series, seriesFiles } from "./series/index.ts";

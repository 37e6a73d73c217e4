// Visual Studio Code's extension "remark" checks the fields of articles by these schemas while one types: see README.md.
import frontMatter from "remark-frontmatter";
import schema from "remark-lint-frontmatter-schema";

const schemas = { "schemas/post.json": ["posts/**/*.md"], "schemas/bulletin.json": ["bulletins/**/*.md"] };
// Text stays text, even where YAML sees a number; its validator does not know the schemas' draft, 2020-12, by name.
const ajvOptions = { coerceTypes: true, validateSchema: false };

// It says where a fault is under a name that language servers no longer read.
function places() {
  return (tree, file) => file.messages.forEach((message) => (message.place ??= message.position));
}

export default { plugins: [frontMatter, [schema, { schemas, ajvOptions }], places] };

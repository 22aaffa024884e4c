import type { Node } from "../../syntax/ast.ts";

const presenceTests: readonly string[] = ["isnull", "isnullorempty", "ispresent"];

/** Whether a node calls a function that tests for emptiness, which Entra handles in ways of its own. */
export function isPresenceTest(node: Node | undefined): boolean {
	return node?.kind === "call" && presenceTests.includes(node.name.toLowerCase());
}

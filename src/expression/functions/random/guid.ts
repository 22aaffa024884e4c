import type { FunctionDescriptor } from "../../call/descriptor.ts";

export const guid: FunctionDescriptor = {
	name: "Guid",
	family: "Random",
	parameters: [],
	returns: "text",
	summary: "A new random GUID.",
	examples: [
		{
			expression: "Guid()",
			output: /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u,
		},
	],
	evaluate: (call) =>
		"xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replace(/[xy]/gu, (place) =>
			(place === "x" ? call.run.randomInteger(16) : 8 + call.run.randomInteger(4)).toString(16),
		),
};

import { createContext } from "react";
import { noMouse } from "../terminal/mouse.ts";

/** The mouse of the console. */
export const MouseContext = createContext(noMouse);

/** A step cannot be carried out for a reason that the operator has to settle. */
export class StepBlocked extends Error {}

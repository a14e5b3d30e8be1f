package dev.penstock.flow.journal;

/** Whether retention may drop what a cursor has not dealt with yet. */
public enum Overtaking {
  /** It may, and the plan says exactly what the cursor loses. */
  ALLOWED,
  /** Never: the cursor holds what it points to, like the payload of sealed blocks. */
  NEVER
}

package dev.penstock.flow.journal;

/** Whether retention may drop what a cursor has not dealt with yet. */
public enum Overtaking {
  /** It may, and the plan says exactly what the cursor loses. */
  ALLOWED,
  /**
   * It may, and the plan says nothing of the cursor: another one of the same reader stands for what
   * the reader has not dealt with.
   */
  UNTOLD,
  /** Never: the cursor holds what it points to, like the payload of sealed blocks. */
  NEVER
}

package dev.penstock.conduit;

/** What is answered to a request, the strictest last. */
public enum Verdict {
  ALLOW,
  NEEDS_TWO_PEOPLE,
  DENY
}

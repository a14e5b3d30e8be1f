package dev.penstock.node.log;

/** How much an event matters to those who run a node; in this order. */
public enum LogLevel {
  /** Something went as it should. */
  INFO,
  /** Somebody should look at it: something is not heard, not kept, or not as usual. */
  WARNING,
  /** A part of the node does not do its work. */
  ERROR
}

package dev.penstock.anchorstore;

/** What came of opening the answers of anchors. */
public sealed interface AnchorOpening {
  record Opened(AnchorFiles files) implements AnchorOpening {}

  /** What is stored cannot be explained; nothing was written. */
  record Refused(String why) implements AnchorOpening {}
}

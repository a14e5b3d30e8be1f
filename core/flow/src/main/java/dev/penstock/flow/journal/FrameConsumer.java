package dev.penstock.flow.journal;

/** Takes frames in the order of their positions. */
@FunctionalInterface
public interface FrameConsumer {
  /** False when the frame was not taken: reading ends before it, and starts with it next time. */
  boolean accept(Frame frame);
}

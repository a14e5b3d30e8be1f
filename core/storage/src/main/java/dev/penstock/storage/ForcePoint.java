package dev.penstock.storage;

/**
 * The place in the code that asks for durability. Each store lists its own as an enum, so that a
 * crash test can leave out exactly one of them and must then see a loss: a force that no test
 * misses is either untested or unneeded.
 */
public interface ForcePoint {
  /** The name of the place, as an enum constant gives it. */
  String name();
}

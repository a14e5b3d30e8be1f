package dev.penstock.anchorstore;

import dev.penstock.merkle.Digest;

/** The log of {@link Heads} at one size. */
record HeadsLog(long size) implements AnchorCheck.Log {
  @Override
  public String origin() {
    return Heads.ORIGIN;
  }

  @Override
  public Digest root(long size) {
    return Heads.root(size);
  }
}

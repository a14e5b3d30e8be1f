import org.jspecify.annotations.NullMarked;

/** Merkle trees, proofs, tiles, checkpoints and signed notes. */
@NullMarked
module dev.penstock.merkle {
  requires transitive dev.penstock.signature;
  requires static org.jspecify;

  exports dev.penstock.merkle;
  exports dev.penstock.merkle.note;
  exports dev.penstock.merkle.tile;
}

import org.jspecify.annotations.NullMarked;

/**
 * Merkle trees, proofs, tiles, checkpoints and signed notes. More than one package is exported: the
 * tree is used by everybody, notes, tiles, receipts, witnesses and mirrors each by a few, and
 * arrows between them point to the tree only, from tiles and witnesses to notes, and from mirrors
 * to tiles, notes and witnesses.
 */
@NullMarked
module dev.penstock.merkle {
  requires transitive dev.penstock.cbor;
  requires transitive dev.penstock.signature;
  requires static org.jspecify;

  exports dev.penstock.merkle;
  exports dev.penstock.merkle.mirror;
  exports dev.penstock.merkle.note;
  exports dev.penstock.merkle.receipt;
  exports dev.penstock.merkle.tile;
  exports dev.penstock.merkle.witness;
}

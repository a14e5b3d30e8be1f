import org.jspecify.annotations.NullMarked;

/** Anchors in EVM chains: what shows offline that a block of a chain holds a statement's digest. */
@NullMarked
module dev.penstock.evm {
  requires static org.jspecify;
  requires transitive dev.penstock.merkle;
  requires dev.penstock.cbor;

  exports dev.penstock.evm;
}

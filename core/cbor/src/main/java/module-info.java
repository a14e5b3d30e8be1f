import org.jspecify.annotations.NullMarked;

/** Strict deterministic CBOR and COSE_Sign1. */
@NullMarked
module dev.penstock.cbor {
  requires static org.jspecify;
  requires transitive dev.penstock.signature;

  exports dev.penstock.cbor;
  exports dev.penstock.cbor.cose;
}

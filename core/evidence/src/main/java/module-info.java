import org.jspecify.annotations.NullMarked;

/** Records, blocks, chains, verdicts, receipts and bundles. */
@NullMarked
module dev.penstock.evidence {
  requires static transitive org.jspecify;
  requires transitive dev.penstock.cbor;
  requires transitive dev.penstock.merkle;
  requires transitive dev.penstock.signature;

  exports dev.penstock.evidence.approval;
  exports dev.penstock.evidence.block;
  exports dev.penstock.evidence.chain;
  exports dev.penstock.evidence.record;
  exports dev.penstock.evidence.shred;
}

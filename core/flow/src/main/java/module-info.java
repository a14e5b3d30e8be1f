import org.jspecify.annotations.NullMarked;

/** The contracts between the parts that records flow through. */
@NullMarked
module dev.penstock.flow {
  requires static transitive org.jspecify;
  requires transitive dev.penstock.evidence;
  requires transitive dev.penstock.merkle;

  exports dev.penstock.flow;
  exports dev.penstock.flow.anchoring;
  exports dev.penstock.flow.blob;
  exports dev.penstock.flow.continuity;
  exports dev.penstock.flow.delivery;
  exports dev.penstock.flow.devices;
  exports dev.penstock.flow.finding;
  exports dev.penstock.flow.index;
  exports dev.penstock.flow.intake;
  exports dev.penstock.flow.journal;
  exports dev.penstock.flow.live;
  exports dev.penstock.flow.numbering;
  exports dev.penstock.flow.query;
  exports dev.penstock.flow.sealing;
  exports dev.penstock.flow.shred;
}

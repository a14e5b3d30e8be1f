import org.jspecify.annotations.NullMarked;

/** What holds for any bytes that claim to be evidence: blocks, events, states, extents, acks. */
@NullMarked
module dev.penstock.evidencefuzz {
  requires static org.jspecify;
  requires dev.penstock.evidence;
  requires dev.penstock.flow;
  requires dev.penstock.signature;
}

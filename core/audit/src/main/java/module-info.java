import org.jspecify.annotations.NullMarked;

/** The audit trail: what is wanted of it, and its lines for other systems. */
@NullMarked
module dev.penstock.audit {
  requires static transitive org.jspecify;
  requires transitive dev.penstock.evidence;
  requires transitive dev.penstock.flow;
  requires dev.penstock.json;

  exports dev.penstock.audit;
}

import org.jspecify.annotations.NullMarked;

/**
 * What may pass a conduit. More than one package is exported: everybody who asks needs the policy
 * and its compiled form; its file, its records and dry runs are each for a few, and arrows between
 * them point to the policy only.
 */
@NullMarked
module dev.penstock.conduit {
  requires static transitive org.jspecify;
  requires transitive dev.penstock.evidence;
  requires transitive dev.penstock.plant;

  exports dev.penstock.conduit;
  exports dev.penstock.conduit.compiled;
  exports dev.penstock.conduit.dryrun;
  exports dev.penstock.conduit.form;
  exports dev.penstock.conduit.record;
  exports dev.penstock.conduit.site;
}

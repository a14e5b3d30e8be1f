import org.jspecify.annotations.NullMarked;

/** What is handed to an auditor in one file. */
@NullMarked
module dev.penstock.bundle {
  requires static transitive org.jspecify;
  requires transitive dev.penstock.evm;
  requires transitive dev.penstock.flow;
  requires dev.penstock.passkeys;
  requires transitive dev.penstock.timestamp;

  exports dev.penstock.bundle;
}

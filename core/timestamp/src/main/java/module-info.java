import org.jspecify.annotations.NullMarked;

/**
 * Judges RFC 3161 time-stamps and their renewals offline. More than one package is exported: the
 * verdict is for everybody, the readers of DER, X.509 and CMS for those who hold them to any bytes.
 */
@NullMarked
module dev.penstock.timestamp {
  requires static transitive org.jspecify;
  requires transitive dev.penstock.cbor;
  requires transitive dev.penstock.merkle;

  exports dev.penstock.timestamp;
  exports dev.penstock.timestamp.cms;
  exports dev.penstock.timestamp.der;
  exports dev.penstock.timestamp.x509;
}

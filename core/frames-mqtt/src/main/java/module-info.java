import org.jspecify.annotations.NullMarked;

/** The packets of MQTT as a subscriber meets them. */
@NullMarked
module dev.penstock.framesmqtt {
  requires static transitive org.jspecify;
  requires transitive dev.penstock.evidence;
  requires transitive dev.penstock.merkle;

  exports dev.penstock.framesmqtt;
}

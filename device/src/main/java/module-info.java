import org.jspecify.annotations.NullMarked;

/** SDK for devices that sign their own telemetry. */
@NullMarked
module dev.penstock.device {
  requires static transitive org.jspecify;

  exports dev.penstock.device;
  exports dev.penstock.device.software;
}

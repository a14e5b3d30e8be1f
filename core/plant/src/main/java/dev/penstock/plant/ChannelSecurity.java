package dev.penstock.plant;

/** How what passes a channel is protected on its way, as somebody declares it. */
public enum ChannelSecurity implements Worded {
  /** Not at all: whoever is on the way can read and change it. */
  NONE("none"),
  /** Only wires in rooms that nobody else gets into. */
  PHYSICAL("physical"),
  /** By what the protocol itself has. */
  PROTOCOL("protocol"),
  /** TLS in which the server alone proves who it is. */
  TLS("tls"),
  /** TLS in which both ends do. */
  MUTUAL_TLS("mutual-tls"),
  /** DTLS. */
  DTLS("dtls"),
  /** SSH. */
  SSH("ssh"),
  /** A tunnel, as of IPsec. */
  VPN("vpn"),
  /** OPC UA, signed: it can be read, not changed. */
  OPCUA_SIGN("opcua-sign"),
  /** OPC UA, signed and encrypted. */
  OPCUA_SIGN_ENCRYPT("opcua-sign-encrypt"),
  /** The protection of a radio link. */
  RADIO("radio");

  private final String word;

  ChannelSecurity(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}

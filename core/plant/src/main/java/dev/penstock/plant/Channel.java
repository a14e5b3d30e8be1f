package dev.penstock.plant;

import java.util.Optional;

/**
 * One way of talking inside a conduit. Others name it {@code conduit/channel}: its id stands for
 * one channel of its conduit.
 *
 * @param protocol one word, as {@code modbus-tcp}
 * @param from the zone that opens it, an end of the conduit
 * @param to the zone it is opened to, the other end
 * @param isDiode whether data can only go from {@code from} to {@code to}, as somebody declares it
 */
public record Channel(
    String id,
    String name,
    Optional<String> protocol,
    Optional<String> from,
    Optional<String> to,
    Optional<ChannelSecurity> security,
    boolean isDiode)
    implements Element {}

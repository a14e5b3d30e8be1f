/**
 * Notices as SNMP notifications: traps and informs of version 2c, and authenticated, encrypted
 * traps of version 3. Nothing can be asked by SNMP, and no number of an enterprise is made up here.
 * Read {@link dev.penstock.notices.send.snmp.SnmpSender} first.
 */
@NullMarked
package dev.penstock.notices.send.snmp;

import org.jspecify.annotations.NullMarked;

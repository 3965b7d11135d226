/**
 * Addresses that people give, as somebody on the internet would reach them and nobody inside: this server must not be the
 * way into the network that it stands in. Knows addresses and how to ask an issuer of sign-ins who it is; must not know
 * projects. Start reading at Outside.
 */
@NamedInterface("outside")
@NullMarked
package dev.lockstep.convex.outside;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

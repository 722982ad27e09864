/** Gateways in front of one stub of a model server, under one load. */
@NullMarked
package dev.ratchet.benchmark.gateway;

import org.jspecify.annotations.NullMarked;

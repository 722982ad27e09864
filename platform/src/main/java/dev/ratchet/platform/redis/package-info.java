/** The connection to Redis, and the check that it keeps what it is given. */
@NullMarked
package dev.ratchet.platform.redis;

import org.jspecify.annotations.NullMarked;

/**
 * People on the Backend API: what may be asked of them, set on them and told of them, with their addresses, numbers,
 * passwords and accounts. Keeps nothing but the codes it pretends to have sent. Start reading at UsersApi.
 */
@NullMarked
package dev.lockstep.emulator.clerk.api.user;

import org.jspecify.annotations.NullMarked;

-- Renews one process's lease of slots of a model server and adapts it to what all processes need.
--
-- KEYS[1]  hash of the server: a field for each process, and "token", the last one given
-- ARGV     process, slots of the server, lease in ms, requests under way by lane (3), requests waiting
--          by lane (3), different users waiting, requests begun since last time, spare slots wished,
--          slots not given back, channel
-- Returns  slots held, slots it may begin new work on, fencing token, whether another process waits,
--          requests waiting elsewhere by lane (3)

local LANES = 3
-- A process that was quiet for long may be at most so many turns ahead of the others when it comes back.
local MOST_AHEAD = 2
-- Nobody holds anything after the longest lease; an unused server's key goes after a day.
local RETENTION_SECONDS = 86400

local me = ARGV[1]
local slots = tonumber(ARGV[2])
local lease = tonumber(ARGV[3])
local channel = ARGV[14]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function sum(list)
  return list[1] + list[2] + list[3]
end

-- Everybody whose lease lasts, by name.
local processes = {}
local names = {}
local last = 0
local fields = redis.call('HGETALL', KEYS[1])
for n = 1, #fields, 2 do
  local name, value = fields[n], fields[n + 1]
  if name == 'token' then
    last = tonumber(value)
  else
    local process = cjson.decode(value)
    if process['until'] > now then
      processes[name] = process
      names[#names + 1] = name
    else
      redis.call('HDEL', KEYS[1], name)
    end
  end
end

local before = processes[me]
local mine = {
  busy = {tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])},
  waiting = {tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])},
  users = math.max(1, tonumber(ARGV[10])),
  held = before and before.held or 0,
  turns = before and before.turns or 0,
  token = before and before.token or 0
}
mine['until'] = now + lease
if before == nil then
  names[#names + 1] = me
end
processes[me] = mine
table.sort(names)

-- Turns taken, a request of a process with many waiting users counting less.
local most, alone = 0, true
for _, name in ipairs(names) do
  if name ~= me then
    most = math.max(most, processes[name].turns)
    alone = false
  end
end
mine.turns = alone and 0 or math.max(mine.turns + tonumber(ARGV[11]) / mine.users, most - MOST_AHEAD)

-- Deals the slots out: an earlier lane first, in a lane one by one to whom has had the fewest turns.
local left = slots
for _, name in ipairs(names) do
  processes[name].share = 0
end
for lane = 1, LANES do
  local need, needs = 0, {}
  for _, name in ipairs(names) do
    needs[name] = processes[name].busy[lane] + processes[name].waiting[lane]
    need = need + needs[name]
  end
  if need <= left then
    for _, name in ipairs(names) do
      processes[name].share = processes[name].share + needs[name]
    end
    left = left - need
  else
    while left > 0 do
      local next, fewest = nil, nil
      for _, name in ipairs(names) do
        local process = processes[name]
        local turns = process.turns + process.share / process.users
        if needs[name] > 0 and (fewest == nil or turns < fewest) then
          next, fewest = name, turns
        end
      end
      processes[next].share = processes[next].share + 1
      needs[next] = needs[next] - 1
      left = left - 1
    end
    break
  end
end

local free = slots
local wanted = 0
local waiting = {0, 0, 0}
for _, name in ipairs(names) do
  local process = processes[name]
  if name ~= me then
    free = free - process.held
    if sum(process.busy) + sum(process.waiting) > process.held then
      wanted = 1
    end
    for lane = 1, LANES do
      waiting[lane] = waiting[lane] + process.waiting[lane]
    end
  end
end

-- Spare ones only while nobody waits. What is kept, for it is in use or may be at any moment, is held, whoever
-- should have it: a process that is told of another one that waits gives back the next time.
local share = mine.share
if wanted == 0 then
  share = share + math.min(left, tonumber(ARGV[12]))
end
local held = math.max(tonumber(ARGV[13]), math.min(share, math.max(free, 0)))

-- Time as its floor keeps tokens growing even when Redis has lost its data.
if mine.token == 0 then
  mine.token = math.max(last + 1, now)
  redis.call('HSET', KEYS[1], 'token', string.format('%.0f', mine.token))
end

local lacked = before ~= nil and sum(before.busy) + sum(before.waiting) > before.held
local lacks = sum(mine.busy) + sum(mine.waiting) > held
if (held < mine.held and wanted == 1) or (lacks and not lacked) then
  redis.call('PUBLISH', channel, me)
end
mine.held = held
mine.share = nil
if held == 0 and sum(mine.waiting) == 0 then
  redis.call('HDEL', KEYS[1], me)
else
  redis.call('HSET', KEYS[1], me, cjson.encode(mine))
end
redis.call('EXPIRE', KEYS[1], RETENTION_SECONDS)
return {held, math.min(held, share), mine.token, wanted, waiting[1], waiting[2], waiting[3]}

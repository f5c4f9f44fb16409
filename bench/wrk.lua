-- Asks for addresses by turns (BENCH_ADDRESSES, a line each) and tells what came of it in one line of JSON.
-- One address alone is left to wrk itself, which then sends the same bytes again and again.
local addresses = {}
for line in io.lines(os.getenv("BENCH_ADDRESSES")) do addresses[#addresses + 1] = line end

local threads = 0
function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

if #addresses > 1 then
  local ready, place = {}, 0
  function init()
    for n, address in ipairs(addresses) do ready[n] = wrk.format("GET", address) end
    place = math.floor(#ready / 2) * (number or 0)
  end
  function request()
    place = place % #ready + 1
    return ready[place]
  end
end

function done(summary, latency)
  local failed = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  print(string.format('{"requests": %d, "seconds": %f, "failed": %d, "refused": %d, "p50_ms": %f, "p99_ms": %f}',
    summary.requests, summary.duration / 1e6, failed, summary.errors.status,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end

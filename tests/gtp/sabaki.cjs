// A game through Sabaki's own Controller and StateTracker: node sabaki.cjs FOLDER-WITH-@sabaki/gtp COMMAND...
// Prints one JSON object: what the tracker believes, and what the engine says.
const [folder, command, ...args] = process.argv.slice(2)
const {createRequire} = require('module')
const {Controller, ControllerStateTracker} = createRequire(`${folder}/`)('@sabaki/gtp')

const controller = new Controller(command, args)
const tracker = new ControllerStateTracker(controller)
controller.on('stderr', ({content}) => console.error(content))

const send = async (name, ...words) => {
  const answer = await tracker.queueCommand({name, args: words})
  if (answer.error) throw new Error(`${name} ${words.join(' ')}: ${answer.content}`)
  return answer.content
}

// Starts an analysis as Sabaki does, and ends it by another command after some updates.
const analyze = async (name, colour, updates) => {
  const lines = []
  await new Promise((resolve, reject) => {
    const finished = controller.sendCommand({name, args: [colour, '5']}, ({line}) => {
      if (line.startsWith('info ')) lines.push(line)
      if (lines.length === updates) controller.sendCommand({name: 'protocol_version'})
    })
    finished.then(answer => (answer.error ? reject(new Error(answer.content)) : resolve()), reject)
  })
  return lines
}

const play = (colour, vertex) => ({name: 'play', args: [colour, vertex]})

const main = async () => {
  controller.start()
  const report = {name: await send('name'), analyses: []}
  const handicap = {name: 'set_free_handicap', args: ['C3', 'G7']}
  const state = {komi: 0.5, boardsize: [9, 9], timeSettings: {mainTime: 600, byoyomiTime: 30, byoyomiStones: 5}}
  await tracker.sync({...state, history: [handicap, play('W', 'E5'), play('B', 'E6'), play('W', 'D6')]})
  report.analyses.push(await analyze('analyze', 'B', 3))
  // Back by two moves and on in another way: undo, then play.
  await tracker.sync({...state, history: [handicap, play('W', 'E5'), play('B', 'F5')]})
  report.analyses.push(await analyze('lz-analyze', 'W', 2))
  report.analyses.push(await analyze('kata-analyze', 'W', 2))
  let passes = 0
  for (let move = 0; passes < 2 && move < 400; move++) {
    const colour = move % 2 === 0 ? 'W' : 'B'
    const vertex = await send('genmove', colour)
    passes = vertex === 'pass' ? passes + 1 : 0
    if (move === 5) {
      // Two moves are taken back in the middle of an analysis.
      const ended = analyze('analyze', 'W', 1)
      await tracker.sync({...state, history: tracker.state.history.slice(0, -2)})
      report.analyses.push(await ended)
    }
  }
  await controller.sendCommand({name: 'lz-genmove_analyze', args: ['B', '10']})
  report.history = tracker.state.history
  report.passes = passes
  report.board = {}
  for (const colour of ['black', 'white']) report.board[colour] = await send('list_stones', colour)
  report.score = await send('final_score')
  await controller.stop()
  console.log(JSON.stringify(report))
}

main().catch(error => {
  console.error(error)
  controller.kill()
  process.exitCode = 1
})

//! The least that a teloxide bot can be: it says back what it is told.
//!
//! Reads `TELOXIDE_TOKEN` and `TELOXIDE_API_URL`.

use teloxide::prelude::*;

#[tokio::main]
async fn main() {
    let bot = Bot::from_env();
    Dispatcher::builder(bot, Update::filter_message().endpoint(echo)).enable_ctrlc_handler().build().dispatch().await;
}

async fn echo(bot: Bot, message: Message) -> ResponseResult<()> {
    if let Some(text) = message.text() {
        bot.send_message(message.chat.id, text).await?;
    }
    Ok(())
}
